// Ticked rows stay ticked while the list is filtered, sorted or turned over: what was picked is kept in the compare form.
const form = document.getElementById("compare");
const said = document.getElementById("picked");
const unpicked = said.textContent;

function boxes() {
  return [...document.querySelectorAll("input[name=id][form=compare]")];
}

function kept() {
  return [...form.querySelectorAll("input[type=hidden][name=id]")];
}

function tell() {
  const names = [...kept(), ...boxes().filter((box) => box.checked)].map((input) => input.dataset.name);
  said.textContent = names.length ? names.join(", ") : unpicked;
}

// Before rows go, what was ticked moves into the form; a row that comes back takes its tick along.
document.addEventListener("htmx:beforeSwap", () => {
  for (const box of boxes().filter((each) => each.checked)) {
    const held = document.createElement("input");
    Object.assign(held, { type: "hidden", name: "id", value: box.value });
    held.dataset.name = box.dataset.name;
    form.append(held);
  }
});
document.addEventListener("htmx:afterSwap", () => {
  for (const box of boxes()) {
    const held = kept().find((input) => input.value === box.value);
    if (held) {
      held.remove();
      box.checked = true;
    }
  }
  tell();
});
document.addEventListener("change", (event) => {
  if (event.target.form === form) {
    tell();
  }
});
tell();
