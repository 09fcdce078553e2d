// Makes a piece of a page like another, node by node, so that whatever has the keyboard's focus, is scrolled, unfolded or half
// written stays as it is. `rules` say what else stays:
//   skips(old, made)      nothing of this node changes
//   keeps(old, attribute) this attribute stays as it is; `open` always does, but for what the new page unfolds, if it may
//   written(old)          what was written into this field, ticked or chosen stays
"use strict";

const NOTHING = { skips: () => false, keeps: () => false, written: () => false };

const name = (node) => node.nodeType === Node.ELEMENT_NODE
  ? [node.nodeName, node.id, node.dataset.group, node.dataset.part, node.type].join() : node.nodeName;

export function morph(old, made, rules = {}) {
  const { skips, keeps, written } = { ...NOTHING, ...rules };
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== made.data) old.data = made.data;
    return;
  }
  if (old.nodeName === "svg") return old.replaceWith(made);
  if (skips(old, made)) return;
  const kept = (name) => name === "open" || keeps(old, name);
  for (const one of [...old.attributes]) {
    if (!kept(one.name) && !made.hasAttribute(one.name)) old.removeAttribute(one.name);
  }
  for (const one of made.attributes) {
    if (!kept(one.name) && old.getAttribute(one.name) !== one.value) old.setAttribute(one.name, one.value);
  }
  if (made.open && !keeps(old, "open")) old.open = true;
  const left = [...old.childNodes];
  const pairs = [...made.childNodes].map((child) => {
    const at = left.findIndex((one) => name(one) === name(child));
    return [at < 0 ? null : left.splice(at, 1)[0], child];
  });
  for (const one of left) one.remove();
  let at = old.firstChild;
  for (const [match, child] of pairs) {
    if (match && match === at) at = at.nextSibling;
    else old.insertBefore(match || child, at);
    if (match) morph(match, child, rules);
  }
  if (!["INPUT", "SELECT"].includes(old.nodeName) || written(old)) return;
  if (old.checked !== made.checked) old.checked = made.checked;
  if (old.value !== made.value) old.value = made.value;
}
