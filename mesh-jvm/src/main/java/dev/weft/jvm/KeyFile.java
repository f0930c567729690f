package dev.weft.jvm;

import dev.weft.core.io.Entropy;
import dev.weft.core.io.Signatures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * A file with a node's or site's Ed25519 key: one line of base64, the libp2p {@code PrivateKey}
 * message (libp2p specs, peer-ids, "Keys": Type 1, Data of 64 bytes: the seed, then the public
 * key). Only its owner may read it (mode 0600), where the file system knows modes.
 *
 * @param signer the key, ready to sign
 * @param created whether the file was not there and has been made
 */
public record KeyFile(Signatures.Signer signer, boolean created) {
  /** Tag and value of Type 1 (Ed25519), tag and length of Data. */
  private static final byte[] HEADER = HexFormat.of().parseHex("08011240");

  private static final int SEED_BYTES = 32;
  private static final int MESSAGE_BYTES = HEADER.length + 2 * SEED_BYTES;

  /** How much of a file is read, in bytes; a real one has 93 with its line end. */
  private static final int MAX_FILE_BYTES = 1024;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /**
   * Reads the key, or makes one where there is no file. Of several processes that do so at once one
   * makes the file and all get its key.
   *
   * @throws KeyFileException when the file cannot be read or made, has no such key, or may be read
   *     by others
   */
  public static KeyFile loadOrCreate(Path file, JvmSignatures signatures, Entropy entropy)
      throws KeyFileException {
    if (Files.exists(file)) {
      return load(file, signatures);
    }
    byte[] seed = entropy.bytes(SEED_BYTES);
    Signatures.Signer signer = signatures.signer(seed);
    return create(file, encode(seed, signer.publicKey()))
        ? new KeyFile(signer, true)
        : load(file, signatures);
  }

  /**
   * Reads the key.
   *
   * @throws KeyFileException when the file is not there, cannot be read, has no such key, or may be
   *     read by others
   */
  public static KeyFile load(Path file, JvmSignatures signatures) throws KeyFileException {
    byte[] message = decode(file, PrivateFile.read(file, MAX_FILE_BYTES));
    byte[] seed = Arrays.copyOfRange(message, HEADER.length, HEADER.length + SEED_BYTES);
    Signatures.Signer signer = signatures.signer(seed);
    if (!Arrays.equals(message, encodeMessage(seed, signer.publicKey()))) {
      throw malformed(file);
    }
    return new KeyFile(signer, false);
  }

  /** False when another process was first. */
  private static boolean create(Path file, String content) throws KeyFileException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    try {
      if (folder == null) {
        throw new IOException("it names no file");
      }
      Files.createDirectories(folder);
      FileAttribute<?>[] mode =
          PrivateFile.modesAreKnown(folder)
              ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
              : new FileAttribute<?>[0];
      Path draft = Files.createTempFile(folder, ".key", ".tmp", mode);
      try {
        Files.writeString(draft, content, StandardCharsets.ISO_8859_1, StandardOpenOption.SYNC);
        return publish(draft, file);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException broken) {
      throw new KeyFileException(
          file, "it cannot be made (" + broken + "); name a file in a folder that can be written");
    }
  }

  /** A link appears whole or not at all, and never replaces a file, as a rename would. */
  private static boolean publish(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
      return true;
    } catch (FileAlreadyExistsException otherWasFirst) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException noLinks) {
      Files.move(draft, file);
      return true;
    }
  }

  private static String encode(byte[] seed, byte[] publicKey) {
    return Base64.getEncoder().encodeToString(encodeMessage(seed, publicKey)) + "\n";
  }

  private static byte[] encodeMessage(byte[] seed, byte[] publicKey) {
    return ByteBuffer.allocate(MESSAGE_BYTES).put(HEADER).put(seed).put(publicKey).array();
  }

  private static byte[] decode(Path file, String content) throws KeyFileException {
    byte[] message;
    try {
      message = Base64.getDecoder().decode(content.strip());
    } catch (IllegalArgumentException notBase64) {
      throw malformed(file);
    }
    if (message.length != MESSAGE_BYTES) {
      throw malformed(file);
    }
    return message;
  }

  private static KeyFileException malformed(Path file) {
    return new KeyFileException(
        file, "it holds no Ed25519 key; restore it, or move it away to have a new one made");
  }
}
