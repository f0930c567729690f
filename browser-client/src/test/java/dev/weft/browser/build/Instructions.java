package dev.weft.browser.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What javac made of the sources that become the page's script. */
final class Instructions {
  private static final List<Path> CLASSES =
      List.of(Path.of("../mesh-core/target/classes"), Path.of("target/classes"));

  private Instructions() {}

  /** Who is shown each instruction without an operand, and the opcode before it. */
  interface Reader {
    void read(String method, int before, int opcode);
  }

  static void read(Reader reader) throws IOException {
    for (Path classes : CLASSES) {
      try (Stream<Path> files = Files.walk(classes)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          new ClassReader(Files.readAllBytes(file)).accept(new Methods(file, reader), 0);
        }
      }
    }
  }

  private static final class Methods extends ClassVisitor {
    private final Path file;
    private final Reader reader;

    Methods(Path file, Reader reader) {
      super(Opcodes.ASM9);
      this.file = file;
      this.reader = reader;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        private int before;

        @Override
        public void visitInsn(int opcode) {
          reader.read(file + " " + name, before, opcode);
          before = opcode;
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
          before = opcode;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          before = opcode;
        }

        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean ofInterface) {
          before = opcode;
        }
      };
    }
  }
}
