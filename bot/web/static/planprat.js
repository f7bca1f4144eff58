// Small comforts. Everything works without them.
(function () {
  "use strict";

  var form = document.getElementById("chat");
  var field = document.getElementById("text");
  var MINUTE = 60 * 1000;
  var PREFIX = "planprat:";

  // The box grows with what is written.
  function grow(box) {
    if (box.tagName !== "TEXTAREA") return;
    box.style.height = "auto";
    box.style.height = box.scrollHeight + 4 + "px";
  }
  document.querySelectorAll("textarea").forEach(function (box) {
    grow(box);
    box.addEventListener("input", function () { grow(box); });
  });

  // A second tap sends nothing, until the page is shown again or it has taken too long.
  document.querySelectorAll("form").forEach(function (one) {
    one.addEventListener("submit", function (event) {
      if (one.dataset.sending) { event.preventDefault(); return; }
      one.dataset.sending = "yes";
      if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
      window.setTimeout(function () { ready(one); }, 10 * 1000);
    });
  });
  function ready(one) {
    delete one.dataset.sending;
    one.querySelectorAll("[aria-disabled]").forEach(function (button) { button.removeAttribute("aria-disabled"); });
  }
  window.addEventListener("pageshow", function () { document.querySelectorAll("form").forEach(ready); });

  // A draft is kept in this tab until it has been sent. It belongs to one person, one question and one revision.
  function storage() {
    try { return window.sessionStorage; } catch (refused) { return null; }
  }
  var store = storage();
  function forget() {
    if (!store) return;
    Object.keys(store).forEach(function (name) { if (name.indexOf(PREFIX) === 0) store.removeItem(name); });
  }
  function drafts() {
    var key = PREFIX + form.dataset.owner + ":" + field.dataset.key;
    var number = Number(form.dataset.number);
    var revision = form.elements.namedItem("revision");
    function write(sent) {
      var draft = { text: field.value, revision: revision.value, number: number, sent: sent };
      try { store.setItem(key, JSON.stringify(draft)); } catch (full) { store.removeItem(key); }
    }
    var draft = JSON.parse(store.getItem(key) || "null");
    // A higher number means that the event arrived; then the answer is on the server.
    if (draft && draft.sent && number > draft.number) {
      store.removeItem(key);
    } else if (draft && draft.text && field.value === field.defaultValue && draft.text !== field.value) {
      field.value = draft.text;
      // With the revision it was written against, so that it never overwrites what came later.
      revision.value = draft.revision;
      grow(field);
    }
    field.addEventListener("input", function () { write(false); });
    form.addEventListener("submit", function () { if (field.value !== field.defaultValue) write(true); });
  }
  if (document.querySelector("[data-forget-drafts]")) forget();
  if (store && form && field && field.dataset.key) drafts();

  // Those who hear the page are taken to what just happened.
  var notices = document.querySelector(".notices");
  if (notices) notices.focus({ preventScroll: true });

  // A page is printed whole. Where a style cannot open what is folded, the script does.
  function unfold(open) {
    document.querySelectorAll(open ? "details.fold:not([open])" : "details[data-unfolded]").forEach(function (fold) {
      fold.toggleAttribute("data-unfolded", open);
      fold.open = open;
    });
  }
  addEventListener("beforeprint", function () { unfold(true); });
  addEventListener("afterprint", function () { unfold(false); });

  // A long list stays where it was when something in it is picked or left out: the next one is near the last.
  var STAYING = ["pick", "drop", "hold", "include"];
  var PLACE = PREFIX + "place";
  if (store && form) {
    var place = JSON.parse(store.getItem(PLACE) || "null");
    store.removeItem(PLACE);
    if (place && place.screen === form.dataset.screen && !document.querySelector("[data-notice]")) {
      window.scrollTo(0, place.top);
      // Without script the address leads there; with it the place is kept to the line.
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    form.addEventListener("submit", function (event) {
      var verb = event.submitter ? event.submitter.value.split(".")[1] : "";
      if (STAYING.indexOf(verb) < 0) return;
      var here = { screen: form.dataset.screen, top: window.scrollY };
      try { store.setItem(PLACE, JSON.stringify(here)); } catch (full) { /* then it begins at the top */ }
    });
  }

  // Once a minute: has something come? A link is shown; nothing is taken from somebody who writes.
  var news = document.getElementById("news");
  var line = document.getElementById("news-line");
  if (form && news && line && window.fetch) {
    window.setInterval(function () {
      if (document.hidden || news.querySelector("p")) return;
      fetch("/nytt?n=" + form.dataset.number, { cache: "no-store", credentials: "same-origin" })
        .then(function (response) { return response.ok ? response.json() : { new: false }; })
        .then(function (found) { if (found.new) news.append(line.content.cloneNode(true)); })
        .catch(function () { /* no network: the next minute comes */ });
    }, MINUTE);
  }
})();
