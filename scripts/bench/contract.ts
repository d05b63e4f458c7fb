/** What the command, the page and the threads of the bench say to each other: data that can be sent. */

import type { Place, Side } from '#build/results';

/** The reference is width 128 and batch 512: 34-128-128-128-2, fresh noise each step, Adam at 0.002. */
export interface Setting {
  readonly place: Place;
  readonly width: number;
  readonly batch: number;
  /**
   * Whether the weights that are judged are a moving average of those that are trained. Ours always keeps one; the others' steps
   * are timed without it, but race for good samples with it, or the race would be about the average alone.
   */
  readonly averaged: boolean;
}

/** What GAN Lab plays by default: a batch of 150, two hidden layers of 8 units each; the critic moves twice, the generator once. */
export const smallGame = { width: 8, batch: 150, averaged: false } as const;

export const reference = { width: 128, batch: 512, averaged: false } as const;

/** Numbers per example that go into the network: two coordinates and 32 waves of the time. */
export const inputs = 34;
export const waves = 32;
export const diffusionSteps = 100;
export const learningRate = 0.002;

/** Weights by name, row after row, as `createPointDenoiser` names them. */
export type WeightValues = Record<string, { shape: number[]; values: Float32Array<ArrayBuffer> }>;

/** Layers in the order of their weights in lists: weight, bias, weight, bias, ... */
export const layers = ['hidden1', 'hidden2', 'hidden3', 'output'] as const;

/** Calls that a graphics card gets; 0 where the program never speaks to one. */
export interface Calls {
  readonly draws: number;
  readonly uploads: number;
  readonly readBacks: number;
}

export interface Peak {
  readonly tensors: number;
  readonly bytes: number;
}

/** Some steps, timed in the thread that took them. */
export interface Stretch {
  readonly seconds: number;
  readonly loss: number;
  readonly calls: Calls;
}

/** One network in training. */
export interface Trainer {
  /** Takes so many steps, each with data and noise of its own, and has the loss of the last one in JavaScript. */
  train(count: number): Promise<number>;
  weights(): Promise<WeightValues>;
  /** Where TensorFlow.js counts its tensors. */
  readonly engine?: Engine;
}

/** The part of TensorFlow.js's engine that the bench listens to. */
export interface Engine {
  readonly state: { readonly numTensors: number; readonly numBytes: number };
  trackTensor(...what: unknown[]): unknown;
}

export type TrainerOf = (setting: Setting) => Promise<Trainer>;

/** A program that trains the reference, or the game of two small networks. */
export type Program = Side | 'game';

export type Request =
  | { readonly type: 'open'; readonly side: Program; readonly setting: Setting }
  | { readonly type: 'train'; readonly count: number }
  | { readonly type: 'peak' }
  | { readonly type: 'weights' };

/** One answer a request, in their order; what goes wrong is told as text. */
export type Reply = { readonly answer: unknown } | { readonly error: string };
