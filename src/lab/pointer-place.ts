/** Where a pointer stands on an element: 0, 0 at its top left corner, 1, 1 at the opposite one. */
export function placeOf(
  { clientX, clientY }: PointerEvent,
  element: Element,
): readonly [x: number, y: number] {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [(clientX - left) / width, (clientY - top) / height];
}

/** All places of a move: a fast stroke comes as one event with many places in it. */
export function placesOf(event: PointerEvent, element: Element): (readonly [x: number, y: number])[] {
  const events = event.getCoalescedEvents?.() ?? [];
  return (events.length > 0 ? events : [event]).map((one) => placeOf(one, element));
}
