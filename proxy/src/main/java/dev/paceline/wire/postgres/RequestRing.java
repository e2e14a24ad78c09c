package dev.paceline.wire.postgres;

/**
 * Requests in the order in which they were sent, the first at index 0. It grows as it is needed up to its bound, and gives the room of a
 * burst back; an entry is four numbers in arrays, not an object.
 */
final class RequestRing {

  private static final int SMALLEST = 16;
  private static final int KEPT = 256;

  private final int bound;
  private Request[] requests = new Request[SMALLEST];
  private Origin[] origins = new Origin[SMALLEST];
  private byte[] localTypes = new byte[SMALLEST];
  private int[] tags = new int[SMALLEST];
  private int head;
  private int size;

  RequestRing(int bound) {
    this.bound = bound;
  }

  int size() {
    return size;
  }

  int room() {
    return bound - size;
  }

  Request request(int index) {
    return requests[at(index)];
  }

  boolean has(int index, Request request) {
    return index < size && request(index) == request;
  }

  Origin firstOrigin() {
    return origins[head];
  }

  byte firstLocalType() {
    return localTypes[head];
  }

  int firstTag() {
    return tags[head];
  }

  void add(Request request, Origin origin, byte localType, int tag) {
    if (size == bound) {
      throw new IllegalStateException("more than " + bound + " requests are not answered");
    }
    if (size == requests.length) {
      resize(size * 2);
    }
    int at = at(size);
    requests[at] = request;
    origins[at] = origin;
    localTypes[at] = localType;
    tags[at] = tag;
    size++;
  }

  void removeFirst() {
    head = at(1);
    size--;
    if (size == 0 && requests.length > KEPT) {
      resize(SMALLEST);
    }
  }

  /** Removes so many that come behind the first. */
  void removeBehindFirst(int count) {
    int to = at(count);
    requests[to] = requests[head];
    origins[to] = origins[head];
    localTypes[to] = localTypes[head];
    tags[to] = tags[head];
    head = to;
    size -= count;
  }

  /** The length of the arrays is a power of two. */
  private int at(int index) {
    return (head + index) & (requests.length - 1);
  }

  private void resize(int length) {
    Request[] newRequests = new Request[length];
    Origin[] newOrigins = new Origin[length];
    byte[] newLocalTypes = new byte[length];
    int[] newTags = new int[length];
    for (int i = 0; i < size; i++) {
      int at = at(i);
      newRequests[i] = requests[at];
      newOrigins[i] = origins[at];
      newLocalTypes[i] = localTypes[at];
      newTags[i] = tags[at];
    }
    requests = newRequests;
    origins = newOrigins;
    localTypes = newLocalTypes;
    tags = newTags;
    head = 0;
  }
}
