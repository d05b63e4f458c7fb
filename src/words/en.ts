/**
 * Every word of the interface, in English: the one catalogue. A further language is a file beside this one with the same keys.
 * What stands under `script` reaches the browser as JSON, area by area; everything else is used while building only.
 */
export const en = {
  /** Every page. */
  frame: {
    /** How dates are written, as a language tag. */
    dates: 'en-GB',
    skip: 'Skip to the text',
  },
  /** Headings that the shape of an article asks for (src/build/structure.ts). */
  sections: {
    what: 'What',
    why: 'Why',
    how: 'How',
    components: 'Components',
    data: 'Data',
    model: 'Model',
    architecture: 'Architecture',
    forwardPass: 'Forward pass',
    backwardPass: 'Backward pass',
    lossFunction: 'Loss function',
    math: 'Math',
    metrics: 'Metrics',
    trainingMetrics: 'Training metrics',
    evaluationMetrics: 'Evaluation metrics',
    coding: 'Coding',
    dataPreprocessing: 'Data preprocessing',
    training: 'Training',
    sampling: 'Sampling',
    limitations: 'Limitations',
    recap: 'Recap',
    exercises: 'Exercises',
    nextSteps: 'Next steps',
  },
  article: {
    languages: 'Also in',
  },
  script: {},
};
