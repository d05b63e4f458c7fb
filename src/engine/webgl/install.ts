/** Puts the engine beneath the WebGL kernels, once for all instances of the backend. */
import { cardExpresses } from './card.ts';
import { overlayElementwise } from './elementwise-kernels.ts';
import { registerNormalsOnCard } from './normals-kernel.ts';
import { overlayProducts } from './product-kernels.ts';
import { overlayShapes } from './shape-kernels.ts';
import { overlaySums } from './sum-kernels.ts';

/** Does nothing where the card has no WebGL 2 that draws into 32-bit floats. */
export function installWebglEngine(): void {
  if (!cardExpresses()) return;
  overlayElementwise();
  overlayShapes();
  overlaySums();
  overlayProducts();
  registerNormalsOnCard();
}
