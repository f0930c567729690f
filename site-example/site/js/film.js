// The film plays on a click, or as soon after it as it has arrived; until then the button says that it is on its way.
(() => {
  const video = document.getElementById("film-video");
  const frame = video.closest(".film__frame");
  const button = frame.querySelector(".film__play");

  const play = () => video.play().catch(() => button.removeAttribute("aria-busy"));

  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    if (video.currentSrc) {
      play();
    } else {
      video.addEventListener("loadstart", play, { once: true });
    }
  });
  video.addEventListener("playing", () => {
    button.removeAttribute("aria-busy");
    frame.dataset.playing = "";
  });
  button.hidden = false;
})();
