// What htmx leaves open: saying so when a request in the background fails (what was typed stays where it is),
// leaving a click with a modifier key to the browser, which opens a link on another tab, and keeping what somebody types
// while a save is under way: its answer may not draw the questions anew over it. The next save brings them up to date.
// The fourth is a button that is pressed at such a moment, the fifth a form from before somebody signed in again, the sixth
// a folded part that was opened: see below.
const trouble = document.getElementById("trouble");

function tell(kind) {
  say(trouble.dataset[`says${kind}`]);
}

// The line that said “Saved” holds no longer.
function say(sentence) {
  trouble.textContent = sentence;
  trouble.hidden = false;
  document.getElementById("saved")?.replaceChildren();
}

document.addEventListener("htmx:sendError", () => tell("Network"));
document.addEventListener("htmx:timeout", () => tell("Slow"));
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (sentOnceMore(event.detail)) {
    return;
  }
  // A refusal comes as its one sentence; an answer that is a page belongs to somebody who opens it.
  if (xhr.getResponseHeader("Content-Type")?.startsWith("text/plain") && xhr.responseText) {
    say(xhr.responseText);
  } else {
    tell(xhr.status === 429 ? "Many" : "Failed");
  }
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) {
    trouble.hidden = true;
    renewed = false;
  }
});

// Signing in on another tab gives every form a new token. The server tells it to a page that still has the former one;
// what was refused for that alone is sent once more.
let renewed = false;
function sentOnceMore(detail) {
  const token = detail.xhr.getResponseHeader("X-CSRFToken");
  if (!token || renewed) {
    return false;
  }
  renewed = true;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
    field.value = token;
  }
  const { elt, triggeringEvent } = detail.requestConfig;
  setTimeout(() => htmx.trigger(elt, triggeringEvent.type));
  return true;
}
document.addEventListener("click", (event) => {
  if ((event.ctrlKey || event.metaKey || event.shiftKey) && event.target.closest("a[hx-get]")) {
    event.stopPropagation();
  }
}, true);

let typed = 0;
let typedBefore = 0;
document.addEventListener("input", () => { typed += 1; }, true);
// A button that was pressed meanwhile waits for its turn, and one that is drawn anew would never get it. A part that was
// opened meanwhile would close again before somebody who has only just reached for it.
document.addEventListener("click", (event) => { typed += event.target.closest("button[hx-post], summary") ? 1 : 0; }, true);
document.addEventListener("htmx:beforeRequest", (event) => { event.detail.xhr.typedBefore = typed; });
document.addEventListener("htmx:beforeSwap", (event) => { typedBefore = event.detail.xhr.typedBefore; });
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target.id === "item-body" && typedBefore !== typed) {
    event.preventDefault();
  }
  if (event.detail.target.id === "panel" && pressed) {
    event.preventDefault();
  }
  for (const open of event.detail.target.querySelectorAll("details[id][open]")) {
    event.detail.fragment.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
  }
});

// A button in the panel may be pressed while the form is being saved. It waits for the save, whose answer may not draw
// the panel anew under it: htmx would forget a form that is no longer there.
let pressed = false;
document.addEventListener("submit", (event) => { pressed = event.target.closest("#panel") !== null; }, true);
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.closest("#panel")) {
    pressed = false;
  }
});

// Paper cannot be unfolded. Where a style sheet cannot reach into a folded part (base.css), it is opened for the paper.
if (!CSS.supports("selector(::details-content)")) {
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((part) => { part.open = true; });
  });
  window.addEventListener("afterprint", () => folded.forEach((part) => { part.open = false; }));
}
