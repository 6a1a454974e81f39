/**
 * The very first script, in the page itself: it says in words that a phone's browser is too old, where everything
 * after it would fail without one. So it must run in browsers of any age: nothing here is newer than 2009 (ES5), and
 * tests/support/test_browser_features.py holds it. What it asks for came with iOS 15.4, Chrome 99 and Firefox 97 (docs/decisions/0069).
 */
(function () {
  if ("CSSLayerBlockRule" in window && "at" in Array.prototype) return;
  document.addEventListener("DOMContentLoaded", function () {
    var told = document.querySelector("[data-too-old]");
    var form = document.querySelector("[data-join] form");
    if (told) told.removeAttribute("hidden");
    if (form && form.parentNode) form.parentNode.removeChild(form);
  });
})();
