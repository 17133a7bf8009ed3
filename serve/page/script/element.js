/* Elements from names, attributes and children. Text becomes text nodes and nothing else: what
   somebody wrote is never read as markup. */

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (null or false: left out, true: empty) and children. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for a piece of a drawing. */
export function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}
