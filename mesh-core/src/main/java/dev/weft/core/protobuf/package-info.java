/**
 * Protocol buffers without a schema compiler (protobuf.dev, "Encoding"), strict UTF-8, and
 * length-delimited framing. A message type reads itself with {@link
 * dev.weft.core.protobuf.ProtoReader} and writes itself with {@link
 * dev.weft.core.protobuf.ProtoWriter}.
 */
@NullMarked
package dev.weft.core.protobuf;

import org.jspecify.annotations.NullMarked;
