/** Plain TensorFlow.js by its layers: the same network as a `LayersModel`, and `fit` on examples that were noised before. */
import { inputs, layers, learningRate, type Engine, type Setting, type Trainer } from '../contract.ts';
import { movingAverage } from './average.ts';
import { noisedBatches } from './noised-batch.ts';
import { valuesOf } from './plain.ts';
import { loadTensorFlow, type TensorFlow } from './tensorflow.ts';

export async function fit(setting: Setting): Promise<Trainer> {
  const tf = await loadTensorFlow(setting);
  const model = modelOf(tf, setting.width);
  model.compile({ optimizer: tf.train.adam(learningRate), loss: 'meanSquaredError' });
  const average = setting.averaged ? movingAverage(tf, () => model.getWeights()) : undefined;
  const callbacks = average && { onBatchEnd: () => Promise.resolve(average.update()) };
  const draw = noisedBatches(tf);
  return {
    engine: tf.engine() as unknown as Engine,
    async train(count) {
      const { input, noise } = tf.tidy(() => ({ ...draw(count * setting.batch) }));
      const options = { batchSize: setting.batch, epochs: 1, shuffle: false, verbose: 0, callbacks } as const;
      const { history } = await model.fit(input, noise, options);
      tf.dispose([input, noise]);
      return Number(history.loss[0]);
    },
    weights: () => valuesOf([...(average?.values ?? model.getWeights())]),
  };
}

function modelOf(tf: TensorFlow, width: number) {
  const model = tf.sequential();
  for (const name of layers) {
    const last = name === 'output';
    model.add(
      tf.layers.dense({
        units: last ? 2 : width,
        activation: last ? 'linear' : 'swish',
        kernelInitializer: last ? 'zeros' : 'leCunNormal',
        ...(name === layers[0] ? { inputShape: [inputs] } : {}),
      }),
    );
  }
  return model;
}
