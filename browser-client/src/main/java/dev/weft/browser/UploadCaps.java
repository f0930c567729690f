package dev.weft.browser;

import dev.weft.core.exchange.Uploads;
import dev.weft.core.io.EventLoop;
import dev.weft.core.peers.PeerLimits;
import org.teavm.jso.JSBody;

/**
 * The site's caps of what a visitor passes on. That of a month holds for all pages together: {@code
 * localStorage} has the month and its bytes, under {@code weft-uploaded}.
 */
final class UploadCaps {
  /** How often what was passed on is written down. */
  private static final int SAVE_MILLIS = 10_000;

  private final EventLoop loop;
  private final Uploads uploads;
  private final double monthBytes;
  private double savedBytes;

  /** Caps the uploads from now on. */
  UploadCaps(EventLoop loop, Uploads uploads, SiteConfig config) {
    this.loop = loop;
    this.uploads = uploads;
    monthBytes = config.number("uploadBytesPerMonth", 0);
    uploads.limitRate((int) Math.min(Integer.MAX_VALUE, config.number("uploadBytesPerSecond", 0)));
    uploads.limitActive((int) config.number("uploads", PeerLimits.DEFAULT.maxUploads()));
    if (monthBytes > 0) {
      saveAgain();
    }
  }

  private void saveAgain() {
    save();
    loop.schedule(SAVE_MILLIS, this::saveAgain);
  }

  /** Writes down what is new, and counts on from what this month has seen by then. */
  void save() {
    if (monthBytes > 0) {
      double now = uploads.uploadedBytes();
      uploads.limitTotal(now + monthBytes - add(now - savedBytes));
      savedBytes = now;
    }
  }

  /** Adds to the bytes of this month; where nothing is remembered they are those of this call. */
  @JSBody(
      params = "bytes",
      script =
          """
          var month = new Date().toISOString().slice(0, 7);
          try {
            var kept = (localStorage.getItem('weft-uploaded') || '').split(' ');
            if (kept[0] == month) bytes += +kept[1] || 0;
            localStorage.setItem('weft-uploaded', month + ' ' + bytes);
          } catch (denied) {}
          return bytes
          """)
  private static native double add(double bytes);
}
