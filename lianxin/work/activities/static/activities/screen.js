// The code on the screen changes by itself; without scripts the page's own refresh does it.
const screenShown = document.querySelector("[data-again-in]");
setTimeout(() => location.reload(), Number(screenShown.dataset.againIn) * 1000);
