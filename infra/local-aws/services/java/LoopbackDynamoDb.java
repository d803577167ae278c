import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * Starts DynamoDB Local on 127.0.0.1 only (its own main listens on every interface and has no option for it),
 * and ends with whoever holds the other end of its standard input, however that process ends.
 *
 * Standard input: a line "+<pid>" names a process that must not outlive the parent, "-<pid>" forgets it.
 * At the end of the input the named processes are ended, then this one. A function that is busy in a loop cannot
 * notice by itself that its parent was killed; this process can.
 *
 * Compiled beside this file, so that running needs a JRE only:
 *   javac --release 17 -cp <DynamoDBLocal.jar>:<DynamoDBLocal_lib>/* LoopbackDynamoDb.java
 */
public final class LoopbackDynamoDb {
  public static void main(String[] args) throws Exception {
    Thread watch = new Thread(LoopbackDynamoDb::endWithParent, "end-with-parent");
    watch.setDaemon(true);
    watch.start();
    DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(args);
    var field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    for (var connector : ((Server) field.get(proxy)).getConnectors()) {
      ((ServerConnector) connector).setHost("127.0.0.1");
    }
    proxy.start();
    System.out.println("DynamoDB Local is ready");
    proxy.join();
  }

  private static void endWithParent() {
    Set<Long> children = ConcurrentHashMap.newKeySet();
    try (var lines = new BufferedReader(new InputStreamReader(System.in))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long pid = Long.parseLong(line.substring(1));
        if (line.charAt(0) == '+') {
          children.add(pid);
        } else {
          children.remove(pid);
        }
      }
    } catch (Exception broken) {
      System.err.println("The line to the parent broke: " + broken);
    }
    for (long pid : children) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    Runtime.getRuntime().halt(0);
  }
}
