import { env } from '@tensorflow/tfjs-core';

/** Whether the card has WebGL 2 and draws into 32-bit floats, which the engine's textures are made of. */
export const cardExpresses = (): boolean =>
  env().getNumber('WEBGL_VERSION') === 2 && env().getBool('WEBGL_RENDER_FLOAT32_ENABLED');
