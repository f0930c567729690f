package dev.weft.testkit.decoders;

import dev.weft.core.io.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Something that is believed for its signature, or as it is what a handshake proves.
 *
 * @param name for failures
 * @param honest what must be believed
 * @param lies what must not be, though it is well-formed
 * @param attempt shows an input to the side that is attacked
 * @param mayPass what else than the honest inputs may be believed
 */
record Forgery(
    String name, List<byte[]> honest, List<byte[]> lies, Attempt attempt, Allowance mayPass) {
  /** The side that is attacked. */
  interface Attempt {
    /** What is believed, in bytes; fails where nothing is. */
    Promise<byte[]> show(byte[] input);
  }

  /** An input that is not the honest one, yet rightly believed. */
  interface Allowance {
    /** Whether it is one. */
    boolean allows(byte[] input, byte[] believed);
  }

  /** Nothing but the honest inputs is believed. */
  static final Allowance NONE = (input, believed) -> false;

  boolean isHonest(byte[] input) {
    return honest.stream().anyMatch(each -> Arrays.equals(each, input));
  }

  /** What mutations are made of. */
  List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>(honest);
    seeds.addAll(lies);
    return seeds;
  }
}
