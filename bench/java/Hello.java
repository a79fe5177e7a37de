/** How long a Java that does nothing takes. */
public final class Hello {
  public static void main(String[] args) {
    System.out.println("hello");
  }
}
