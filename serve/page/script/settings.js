/* Settings that this browser keeps: which language, whether to store. Never a text. Where a browser
   keeps nothing, they last as long as the page. */

const here = new Map();

/** The setting called `name`, or null. */
export function setting(name) {
  return read(() => localStorage, name);
}

export function keep(name, value) {
  write(() => localStorage, name, value);
}

/** The same, for this tab alone. */
export function settingOfTab(name) {
  return read(() => sessionStorage, name);
}

export function keepInTab(name, value) {
  write(() => sessionStorage, name, value);
}

function read(storage, name) {
  try {
    return storage().getItem(`spellfix.${name}`) ?? here.get(name) ?? null;
  } catch {
    return here.get(name) ?? null;
  }
}

function write(storage, name, value) {
  here.set(name, value);
  try {
    storage().setItem(`spellfix.${name}`, value);
  } catch {
    // forbidden or full: `here` has it
  }
}
