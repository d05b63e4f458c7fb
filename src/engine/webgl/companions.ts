/**
 * What is worth drawing along with a node, because a program can fill up to four textures in one go: sums that somebody else
 * will ask for again, and results of the same length that alone keep old textures alive, such as both means of Adam and the
 * moving average when the new parameters are drawn.
 */
import type { Fuser } from './fuser.ts';
import { children, isDear, isLeaf, nodesBelow, type Node } from './node.ts';

const mostOutputs = 4;

export function companions(root: Node, fuser: Fuser): Node[] {
  const uses = nodesBelow([root]);
  const wanted = (node: Node): boolean =>
    node !== root && !isLeaf(node) && node.size === root.size && node.refs > (uses.get(node) ?? 0);
  const chosen = [...sums(root, wanted)];
  for (const node of uses.keys()) {
    if (wanted(node) && node.holders > 0 && !chosen.includes(node) && keepsOld(node)) chosen.push(node);
  }
  return fitting([...chosen, ...heirs(root, uses, fuser)], root, fuser);
}

/** Of the nodes that others want, those nearest to a sum, a product or random numbers: what lies above is cheap to compute again. */
function sums(root: Node, wanted: (node: Node) => boolean): Set<Node> {
  const chosen = new Set<Node>();
  const known = new Map<Node, boolean>();
  const holdsSum = (node: Node): boolean => {
    const found = known.get(node);
    if (found !== undefined) return found;
    // A concatenation asks for other places than its pieces have; what lies below it has another length anyway.
    const open = isDear(node) || children(node).map(holdsSum).some(Boolean);
    if (open && wanted(node)) chosen.add(node);
    const answer = open && !chosen.has(node);
    known.set(node, answer);
    return answer;
  };
  holdsSum(root);
  return chosen;
}

/** Whether textures live on only because this expression has not been computed. */
function keepsOld(node: Node): boolean {
  return [...nodesBelow([node]).keys()].some(
    ({ content, holders }) => (content.kind === 'texture' || content.kind === 'stock') && holders === 0,
  );
}

/** Pending tensors of the root's length that are made from it and keep old textures alive. */
function heirs(root: Node, uses: ReadonlyMap<Node, number>, { pending }: Fuser): Node[] {
  return [...pending].filter(
    (node) =>
      node.size === root.size &&
      !uses.has(node) &&
      nodesBelow([node]).has(root) &&
      followsFrom(root, node) &&
      keepsOld(node),
  );
}

/** Whether a node is made number by number from the root and from what is there. */
const followsFrom = (root: Node, node: Node): boolean =>
  node === root ||
  isLeaf(node) ||
  (node.content.kind === 'map' && node.content.args.every((argument) => followsFrom(root, argument)));

/** As many of them as fit into one program. */
function fitting(candidates: readonly Node[], root: Node, fuser: Fuser): Node[] {
  const chosen: Node[] = [];
  const inputs = new Set(root.inputs);
  for (const node of candidates) {
    const more = node.inputs.filter((input) => !inputs.has(input) && input !== root);
    if (chosen.length >= mostOutputs - 1 || inputs.size + more.length > fuser.programs.most) continue;
    more.forEach((input) => inputs.add(input));
    chosen.push(node);
  }
  return chosen;
}
