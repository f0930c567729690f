package dev.weft.core.kad;

import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.PeerId;
import java.util.List;

/** Drives {@link LookUp}s: asks whom they name, within bounds on how many and how long. */
final class LookUps {
  /** Look-ups at once: with {@link LookUp#ALPHA} each, 640 questions under way. */
  static final int MAX_RUNNING = 64;

  /**
   * How long one may take, in milliseconds; one in which half of the peers are silent takes 20 s.
   */
  static final long MAX_MILLIS = 30_000;

  /** Who hears what is answered on the way. */
  interface Answers {
    /** A node has answered; the look-up may be stopped. */
    void heard(LookUp lookUp, PeerId node, KadMessage answer);
  }

  private final EventLoop loop;
  private final PeerId self;
  private final DialPolicy policy;
  private final RoutingTable table;
  private final Contacts contacts;
  private int running;
  private long made;
  private long hops;

  LookUps(EventLoop loop, PeerId self, DialPolicy policy, RoutingTable table, Contacts contacts) {
    this.loop = loop;
    this.self = self;
    this.policy = policy;
    this.table = table;
    this.contacts = contacts;
  }

  /** How many have come to an end. */
  long made() {
    return made;
  }

  /** The hops of those that have come to an end, added up. */
  long hops() {
    return hops;
  }

  /** The nodes nearest to the key that answer. */
  Promise<LookUp> closest(byte[] key) {
    return run(KadMessage.of(KadMessage.FIND_NODE, key), (lookUp, node, answer) -> {});
  }

  /**
   * Sends the request to ever nearer nodes.
   *
   * @param answers hears each of them
   */
  Promise<LookUp> run(KadMessage request, Answers answers) {
    if (running == MAX_RUNNING) {
      return Promise.failed(MeshException.local("kad-busy"));
    }
    running++;
    List<KadPeer> start = table.nearest(request.key(), Kademlia.K);
    Run run = new Run(new LookUp(self, request.key(), start, policy), request, answers);
    run.advance();
    return run.done;
  }

  private final class Run {
    private final LookUp lookUp;
    private final KadMessage request;
    private final Answers answers;
    private final Promise<LookUp> done = new Promise<>();
    private final EventLoop.Timer deadline = loop.schedule(MAX_MILLIS, this::end);

    Run(LookUp lookUp, KadMessage request, Answers answers) {
      this.lookUp = lookUp;
      this.request = request;
      this.answers = answers;
    }

    void advance() {
      for (KadPeer peer = lookUp.next(); peer != null; peer = lookUp.next()) {
        ask(peer);
      }
      if (lookUp.isOver()) {
        end();
      }
    }

    private void ask(KadPeer peer) {
      contacts
          .ask(peer, request)
          .then(
              answer -> {
                lookUp.answered(peer.id(), answer.closer());
                if (!done.isSettled()) {
                  answers.heard(lookUp, peer.id(), answer);
                }
                advance();
              },
              reason -> {
                lookUp.failed(peer.id());
                advance();
              });
    }

    /** Also ends one that is late, with what it has. */
    private void end() {
      if (!done.isSettled()) {
        deadline.cancel();
        lookUp.stop();
        running--;
        made++;
        hops += lookUp.hops();
        done.resolve(lookUp);
      }
    }
  }
}
