"use strict";
// Signed out means gone: a page of somebody who is no longer signed in here goes when one comes back to it, also from
// the browser's own memory (its back-forward cache).
(() => {
  const { signIn, still } = document.currentScript.dataset;
  const mark = () => document.cookie.match(/(?:^|; )signed_in=([^;]*)/)?.[1] ?? "";
  const drawn = mark();
  if (!drawn) return;

  const leave = () => {
    document.documentElement.hidden = true;
    location.replace(`${signIn}?next=${encodeURIComponent(location.pathname)}`);
  };
  const check = () => mark() === drawn || leave();

  addEventListener("pageshow", check);
  addEventListener("focus", check);
  document.addEventListener("visibilitychange", check);

  // Whoever writes is here, though nothing is sent meanwhile. An hour without a sign of anybody ends the sign-in.
  let here = false;
  ["input", "keydown", "pointerdown"].forEach((sign) => addEventListener(sign, () => { here = true; }, { passive: true }));
  setInterval(async () => {
    const headers = here ? {} : { "X-Unasked": "yes" };
    const alone = !here;
    here = false;
    try {
      const answer = await fetch(still, { headers, cache: "no-store", redirect: "manual" });
      if (alone && answer.type === "opaqueredirect") leave();
    } catch { /* no connection: what is on the page waits there */ }
  }, 4 * 60_000);
})();
