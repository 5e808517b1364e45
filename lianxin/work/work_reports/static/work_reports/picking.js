// Comfort only: a picked figure goes where the cursor is; without script, to the end.
(() => {
  const form = document.querySelector("[data-picker]")?.form ?? document.querySelector("[data-picker]")?.closest("form");
  const text = form?.elements.text;
  if (!text) return;
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=put]");
    if (!button) return;
    event.preventDefault();
    const turn = new FormData(form).get("turn");
    const isLive = button.value.startsWith("〔数字");
    const token = turn && isLive ? `${button.value.slice(0, -1)} ${turn}〕` : button.value;
    text.setRangeText(token, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
})();
