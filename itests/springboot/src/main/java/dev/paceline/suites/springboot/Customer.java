package dev.paceline.suites.springboot;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Somebody who buys. The database gives the number: an identity column. */
@Entity
public class Customer {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Version
  private int version;

  @Column(nullable = false)
  private String name = "";

  @Column(nullable = false, unique = true)
  private String email = "";

  @Column(nullable = false)
  private UUID reference = UUID.randomUUID();

  @Column(nullable = false)
  private OffsetDateTime since = OffsetDateTime.now(java.time.ZoneOffset.UTC);

  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, String> preferences = Map.of();

  protected Customer() {}

  public Customer(String name, String email) {
    this.name = name;
    this.email = email;
    this.preferences = Map.of("language", "en");
  }

  public @Nullable Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getEmail() {
    return email;
  }

  public UUID getReference() {
    return reference;
  }

  public OffsetDateTime getSince() {
    return since;
  }

  public Map<String, String> getPreferences() {
    return preferences;
  }
}
