package dev.paceline.suites.springboot;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.SequenceGenerator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a customer bought at once. Numbers come from a sequence, fifty at a time. */
@Entity
public class Purchase {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "purchase_seq")
  @SequenceGenerator(name = "purchase_seq", sequenceName = "purchase_seq", allocationSize = 50)
  private @Nullable Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "customer_id")
  private @Nullable Customer customer;

  @Column(nullable = false)
  private String state = "OPEN";

  @OneToMany(mappedBy = "purchase", cascade = CascadeType.ALL, orphanRemoval = true)
  private List<PurchaseLine> lines = new ArrayList<>();

  protected Purchase() {}

  public Purchase(Customer customer) {
    this.customer = customer;
  }

  public void add(String article, int count) {
    lines.add(new PurchaseLine(this, article, count));
  }

  public @Nullable Long getId() {
    return id;
  }

  public @Nullable Customer getCustomer() {
    return customer;
  }

  public String getState() {
    return state;
  }

  public List<PurchaseLine> getLines() {
    return lines;
  }
}
