package dev.codex.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's own parser, of release 18, as WebAssembly in an interpreter: slow, and always right. The names of what it
 * imports and exports are those of this very file, hence its hash.
 */
public final class LibPgQuery {
  private static final String SHA_256 =
      "378b64e6182f65c71ad5dbd2c31c81e9dfed7d2f2debfb4b51c0d0de8fa2ae36";
  private static final int PAGE = 65_536;

  /** Calls through a table of functions, which a failure of the parser leaves by a long jump. */
  private static final String CALLS = "abdefghijklny";

  private final Instance instance;

  /** Where a statement stands, in bytes of UTF-8. */
  public record Span(int from, int to) {}

  /** What {@code longjmp} is here. */
  private static final class LongJump extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LongJump() {
      super(null, null, false, false);
    }
  }

  private LibPgQuery(WasmModule module) {
    List<ImportFunction> functions = new ArrayList<>();
    for (int i = 0; i < module.importSection().importCount(); i++) {
      FunctionImport one = (FunctionImport) module.importSection().getImport(i);
      FunctionType type = module.typeSection().getType(one.typeIndex());
      functions.add(new HostFunction("a", one.name(), type, handle(one.name(), type)));
    }
    instance = Instance.builder(module)
        .withImportValues(ImportValues.builder()
            .addFunction(functions.toArray(new ImportFunction[0]))
            .build())
        .withStart(false)
        .build();
    instance.export("A").apply();
  }

  public static LibPgQuery load() {
    try (InputStream file = LibPgQuery.class.getResourceAsStream("/libpg-query/libpg-query.wasm")) {
      byte[] bytes = file.readAllBytes();
      String hash =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      if (!hash.equals(SHA_256)) {
        throw new IllegalStateException("another libpg-query.wasm than is known: " + hash);
      }
      return new LibPgQuery(Parser.parse(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static WasmFunctionHandle handle(String name, FunctionType type) {
    if (CALLS.contains(name)) {
      return (caller, arguments) -> call(caller, arguments, type);
    }
    return switch (name) {
      case "p" ->
        (caller, arguments) -> {
          throw new LongJump();
        };
      case "q" -> (caller, arguments) -> new long[] {grow(caller, arguments[0] & 0xffffffffL)};
      case "t" -> (caller, arguments) -> written(caller, arguments);
      case "c", "m", "v", "x" ->
        (caller, arguments) -> {
          throw new IllegalStateException("the parser has given up (" + name + ")");
        };
      default -> (caller, arguments) -> new long[type.returns().size()];
    };
  }

  private static long[] call(Instance caller, long[] arguments, FunctionType type) {
    long stack = caller.export("R").apply()[0];
    try {
      int function = caller.table(0).ref((int) arguments[0]);
      long[] answer =
          caller.getMachine().call(function, Arrays.copyOfRange(arguments, 1, arguments.length));
      return type.returns().isEmpty() ? new long[0] : answer;
    } catch (LongJump jumped) {
      caller.export("Q").apply(stack);
      caller.export("P").apply(1, 0);
      return new long[type.returns().size()];
    }
  }

  private static long grow(Instance caller, long bytes) {
    int missing = (int) ((bytes + PAGE - 1) / PAGE) - caller.memory().pages();
    return missing > 0 && caller.memory().grow(Math.max(missing, caller.memory().pages() / 5)) < 0
        ? 0
        : 1;
  }

  private static long[] written(Instance caller, long[] arguments) {
    int count = 0;
    for (int i = 0; i < arguments[2]; i++) {
      count += caller.memory().readInt((int) arguments[1] + 8 * i + 4);
    }
    caller.memory().writeI32((int) arguments[3], count);
    return new long[] {0};
  }

  /** The statements of a text, or empty if one of them is none. */
  public Optional<List<Span>> statements(String sql) {
    byte[] bytes = sql.getBytes(UTF_8);
    int text = (int) instance.export("C").apply(bytes.length + 1)[0];
    instance.memory().write(text, bytes);
    instance.memory().writeByte(text + bytes.length, (byte) 0);
    int result = (int) instance.export("F").apply(text)[0];
    try {
      return instance.memory().readInt(result + 8) != 0
          ? Optional.empty()
          : Optional.of(
              spans(instance.memory().readCString(instance.memory().readInt(result)), bytes));
    } finally {
      instance.export("G").apply(result);
      instance.export("E").apply(text);
    }
  }

  private static List<Span> spans(String tree, byte[] bytes) {
    List<Span> spans = new ArrayList<>();
    JsonArray statements = new JsonObject(tree).getJsonArray("stmts", new JsonArray());
    for (int i = 0; i < statements.size(); i++) {
      JsonObject statement = statements.getJsonObject(i);
      int from = statement.getInteger("stmt_location", 0);
      int length = statement.getInteger("stmt_len", 0);
      spans.add(new Span(from, length == 0 ? bytes.length : from + length));
    }
    return spans;
  }
}
