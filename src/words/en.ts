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
    site: 'Site',
    articles: 'Articles',
    dark: 'Dark theme',
    licences: '{site}. Text under {text}, code under {code}.',
    /** `{source}` is the link to the repository. */
    open: 'The {source} of every page, demo and test is open.',
    source: 'source',
    privacy: 'Every model on this site runs in your browser. Nothing you draw or train leaves it.',
  },
  /** The page that stands where there is none. */
  lost: {
    title: 'Not found',
    nothing: 'There is no page at this address.',
    heading: 'Only noise here',
    reasons: 'It may have moved, or the link may hold a slip.',
    articles: 'All articles of the series',
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
    by: 'By',
    published: 'Published',
    updated: 'Updated',
    readingTime: 'Reading time',
    minutes: { one: '{count} minute', other: '{count} minutes' },
    readBefore: 'Read before',
    data: 'Data',
    modalities: {
      points: 'points',
      tabular: 'tabular',
      image: 'image',
      text: 'text',
      audio: 'audio',
      video: 'video',
      timeSeries: 'time series',
    },
    contents: 'Contents',
    changes: 'Changes',
    series: 'The series',
    references: 'References',
    reference: 'Reference {number}: {source}',
    backlink: 'Citation {label} of reference {number} in the text',
    bibtex: 'BibTeX',
    copyBibtex: 'Copy BibTeX',
    copy: 'Copy',
    answer: 'Answer',
    predict: 'Predict:',
    worked: 'By hand:',
  },
  /** The picture of the home page. */
  flow: {
    title: 'From noise to data',
    description:
      'Thin lines leave a bell curve of noise on the left and bend into three narrow bumps of data on the right.',
    caption:
      'Noise on the left, data on the right: the flow that a diffusion model learns, here computed from its formula.',
  },
  /** What stands around a demo before a script runs. */
  demo: {
    recorded: 'This is the recorded run. With JavaScript on, the same model trains here, in your browser.',
    illustration:
      'This is an illustration. With JavaScript on, you can turn its knobs here, in your browser.',
    controls: 'Controls of this demo',
    reset: 'Reset',
    lookBack: 'Look back',
    progress: 'Progress',
    retry: 'Retry',
    seed: 'Seed',
    defaults: 'Default settings',
    clear: 'Clear',
  },
  /** The form for errors at the end of an article. */
  feedback: {
    title: 'Feedback',
    invitation:
      'Found a slip, a gap or a sentence that does not help? Write it down here, with the section it stands in.',
    kind: 'What kind',
    kinds: {
      mistake: 'A mistake',
      unclear: 'Something unclear',
      missing: 'Something missing',
      demo: 'A broken demo',
    },
    section: 'Which section',
    whole: 'The whole article',
    message: 'In your words',
    messageMissing: 'Nothing is written here yet. A sentence is enough.',
    email: 'Your e-mail address, if you want an answer',
    emailWrong: 'This does not look like an e-mail address. Expected something like name@example.org.',
    send: 'Send',
    sent: 'Thank you. Your words have arrived.',
    draftHint: 'Nothing is sent from this page: you send the draft yourself.',
    emailDraft: 'Open an e-mail',
    issueDraft: 'Open an issue',
    subject: '{article}: feedback',
    draft:
      '{message}\n\nKind: {kind}\nSection: {section}\nArticle: {article}, version of {version}\nAddress: {address}\n',
    trap: 'Leave this field empty',
  },
  newsletter: {
    title: 'Newsletter',
    promise: 'A letter when an article appears or changes, and nothing else.',
    email: 'E-mail address',
    emailMissing: 'The address is missing.',
    emailWrong: 'This does not look like an e-mail address. Expected something like name@example.org.',
    subscribe: 'Subscribe',
    sent: 'Thank you. If a letter asks you to confirm, follow its link.',
    feedTitle: 'Follow the series',
    feedOnly: 'New and changed articles are announced in a feed. Put its address into any feed reader:',
    feedToo: 'There is also a feed for feed readers:',
  },
  search: {
    open: 'Search',
  },
  /** What stands only on paper. */
  paper: {
    demo: 'This demo runs live at',
    printed: 'This article, with its demos, is kept at',
    version: 'Printed from the version of',
  },
  /** The choice of a reader, and the parts that it opens. */
  lens: {
    title: 'Read as',
    beginner: 'Beginner',
    researcher: 'Researcher',
    professional: 'Professional',
    all: 'All',
    opens: {
      beginner: 'Opens the numbers worked by hand.',
      researcher: 'Opens proofs and sources.',
      professional: 'Opens costs, defaults and signs of failure.',
      all: 'Opens everything but the answers.',
    },
    practice: 'In practice:',
    sources: { one: 'The one source of this article', other: 'All {count} sources of this article' },
  },
  /** What numbered things are called, where they stand and where the text names them. */
  reference: {
    equation: 'Equation {number}',
    figure: 'Figure {number}',
    demo: 'Demo {number}',
    section: 'Link to this section',
  },
  /** How to cite, and what other programs show of a page. */
  citing: {
    heading: 'How to cite',
    intro: 'Cite this article as',
    copyText: 'Copy citation',
    copyBibtex: 'Copy BibTeX',
    download: 'Download .bib',
    /** Link to one file with the entries of all articles. */
    all: 'BibTeX of all articles (.bib)',
    aboutFile: 'About the whole series (CITATION.cff)',
    picture: 'Title and first sentence of this page: {title}. {line}',
    feed: 'Articles of {site}',
  },
  feed: {
    openDemo: 'Run this demo on the page',
    demo: 'Recorded picture of the demo “{caption}”',
    references: 'References',
  },
  script: {
    search: {
      title: 'Search',
      label: 'Search the series',
      close: 'Close',
      show: 'Show',
      results: 'Results',
      kinds: { all: 'All', article: 'Articles', glossary: 'Glossary', reference: 'References' },
      found: { one: '{count} result', other: '{count} results' },
      searching: 'Searching',
      invitation:
        'Finds the text, the folded proofs and the code of every article, the entries of the glossary, and the sources by author or title.',
      glossary: 'Glossary',
      timeline: 'Timeline',
      nothing: 'Nothing found for “{query}”.',
      nothingHint: 'Fewer words find more, and so does the beginning of a word. Or look around here:',
      failed:
        'The index of the search could not be loaded. Perhaps you are offline, and this device has not kept it.',
      retry: 'Retry',
      missing: 'The search could not be loaded. Try again when the connection is back.',
      developing:
        'There is no index while the site is being written. Build it, and search in the built site: npm run build, npm run preview.',
      keys: '↑ ↓ choose, Enter opens, Escape closes',
      slash: 'The key / opens the search',
    },
    /** Demos (src/lab). */
    lab: {
      badges: { live: 'live', recorded: 'recorded', illustration: 'illustration' },
      play: 'Play',
      pause: 'Pause',
      stepOnce: 'Step',
      step: 'Step {step}',
      running: 'Running.',
      paused: 'Paused at step {step}.',
      starting: 'Starting …',
      reset: 'Reset. The pictures show the recorded run.',
      changed: 'The settings have changed: Play starts a new run.',
      ready: 'Play runs with these settings.',
      finished: 'Finished after step {step}. Drag the timeline to look back; Play runs it again.',
      noRecording: 'The recorded run could not be downloaded. Is the connection up?',
      noProgram: 'The program that runs the demos could not be downloaded. Is the connection up?',
      threadEnded: 'The thread that runs the demos ended. {reason}',
      runsOn: 'Runs on {backend}. {reason}',
      backends: { webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'the processor' },
      badSeed: 'The seed is a whole number from 0 to 999,999; 1 is used instead.',
      points: '{count} of {limit} points',
      fullDrawing: 'That is the limit of {limit} points. Clear some to draw more.',
      drawing: '{knob}: arrow keys move, Space sets a point, Backspace takes one back',
      /** What the thread that runs demos says; it has no page to read from, so the words travel with each run. */
      thread: {
        noDemo: 'There is no demo “{demo}”.',
        loading: 'Loading TensorFlow.js …',
        preparing: 'Preparing the first step; the graphics card compiles its programs now …',
        downloading: 'Downloading {file}: {size} MB',
        refused: '{file}: the server answered {status}.',
        unreachable: '{file} could not be downloaded. Is the connection up?',
        notFinite:
          'At step {step} the value “{field}” is no longer a finite number, so the run was stopped. Most often the learning rate is too high for these settings: lower it and press Play, or press Reset.',
        asked: 'The address of this page asks for it.',
        slower: 'It is slower here, because {failures}.',
        noBackend: 'TensorFlow.js cannot compute here: {failures}.',
        missing: 'this browser offers no {backend}',
        wrong: '{backend} gave wrong numbers',
        failed: '{backend} did not start ({detail})',
      },
    },
    copy: { copied: 'Copied', refused: 'Not allowed to copy: select the text instead' },
    /** The card of a citation. */
    card: { list: 'In the list' },
    /** Names of what scrolls sideways. */
    boxes: { formula: 'Formula', listing: 'Listing' },
    forms: {
      sending: 'Sending. This takes at most {seconds} seconds.',
      refused: 'This was not accepted: {said} What you wrote is kept.',
      refusedWordless: 'This was not accepted (answer {status}). What you wrote is kept; try again later.',
      fault: 'The service has a fault of its own (answer {status}). What you wrote is kept; try again later.',
      slow: 'No answer after {seconds} seconds. It may have arrived all the same. What you wrote is kept, and you can send it again.',
      down: 'The service cannot be reached at the moment. What you wrote is kept; try again later.',
      offline: 'You are offline. What you wrote is kept; send it when the connection is back.',
      early:
        'That was quicker than people write. What you wrote is kept: wait {seconds} seconds and send it again.',
      trapped:
        'Thank you. Forms that a program filled in are put aside. If you wrote this yourself, load the page anew and send it again: what you wrote is kept.',
      mind: { one: '{count} field needs another look.', other: '{count} fields need another look.' },
      drafted:
        'A draft with your words should have opened. It is not sent before you send it, and what you wrote stays here.',
      long: 'This is too long for a draft by about {count} characters. Shorten it here, and add the rest to the draft by hand.',
    },
  },
};
