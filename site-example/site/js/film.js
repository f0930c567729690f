// Plays the film once it has arrived; until then the button says that it is on its way.
(() => {
  const video = document.getElementById("film-video");
  const frame = video.closest(".film__frame");
  const button = frame.querySelector(".film__play");
  const HAVE_FUTURE_DATA = 3;
  let wanted = false;

  const play = () => {
    frame.dataset.playing = "";
    button.removeAttribute("aria-busy");
    video.play().catch(() => {
      delete frame.dataset.playing;
    });
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    wanted = true;
    button.setAttribute("aria-busy", "true");
    video.preload = "auto";
    if (video.readyState >= HAVE_FUTURE_DATA) {
      play();
    } else if (video.currentSrc || video.src) {
      video.load();
    }
  });
  video.addEventListener("canplay", () => {
    if (wanted && video.paused && !("playing" in frame.dataset)) {
      play();
    }
  });
  video.addEventListener("play", () => {
    frame.dataset.playing = "";
  });
})();
