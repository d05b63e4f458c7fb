import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { BackendName } from './backend.ts';
import type { Frame } from './contract.ts';
import type { Lab } from './lab.ts';
import type { Failure } from './protocol.ts';
import { wish } from './safety.ts';

/** What the run says of itself; while it rests, that comes first. */
export function sentenceOf({ message, step }: Frame, { state, definition }: Lab): string {
  const words = pageWords().lab;
  if (state === 'playing') return message ?? words.running;
  const rests = filled(state === 'finished' ? words.finishedOpen : words.paused, { step });
  if (definition.rhythm === 'answer') return message ?? rests;
  return [rests, message].filter(Boolean).join(' ');
}

interface Going {
  /** The step that the run goes on from. */
  readonly step: number;
  /** Where it computed. */
  readonly backend?: BackendName;
}

/** What happened to a run that goes on, and where it does. */
export function goingOn({ fault = 'thread', at }: Failure, { step, backend }: Going): string {
  const { faults, goesOn, goesOnSlower, rolledBack, backends } = pageWords().lab;
  if (fault === 'numbers') return filled(rolledBack, { bad: at?.step ?? step, field: at?.field ?? '', step });
  const { fallen } = wish();
  const fell = fallen !== undefined && fallen.gaveUp === backend;
  const next = fell
    ? filled(goesOnSlower, { step, backend: backends[fallen.backend] })
    : filled(goesOn, { step });
  return `${faults[fault]} ${next}`;
}

/** Why a run is over: in the words of what failed, or of what the device did to it wherever it was taken up. */
export function ending({ fault, message }: Failure): string {
  if (!fault || fault === 'numbers') return message;
  const { faults, goesOnNowhere } = pageWords().lab;
  return `${faults[fault]} ${goesOnNowhere}`;
}
