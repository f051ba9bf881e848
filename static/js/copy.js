// A button beside each ready text that puts it on the clipboard. Without it, or where the browser refuses, the text can
// be marked and copied as ever.
for (const text of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.setAttribute("aria-live", "polite");
  button.textContent = text.dataset.copy;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = text.dataset.copied;
    } catch {
      getSelection().selectAllChildren(text);
      button.textContent = text.dataset.marked;
    }
  });
  text.before(button);
}
