// Runs before the first paint. The same key and rule as src/lib/theme.ts.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("adwright.theme");
  } catch {
    // Storage may be forbidden; the system's theme is then the answer.
  }
  var dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
