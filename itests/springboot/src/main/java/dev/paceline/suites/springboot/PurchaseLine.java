package dev.paceline.suites.springboot;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import org.jspecify.annotations.Nullable;

/** One article of a purchase. */
@Entity
public class PurchaseLine {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "purchase_line_seq")
  @SequenceGenerator(
      name = "purchase_line_seq",
      sequenceName = "purchase_line_seq",
      allocationSize = 50)
  private @Nullable Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "purchase_id")
  private @Nullable Purchase purchase;

  @Column(nullable = false)
  private String article = "";

  @Column(nullable = false)
  private int count;

  protected PurchaseLine() {}

  PurchaseLine(Purchase purchase, String article, int count) {
    this.purchase = purchase;
    this.article = article;
    this.count = count;
  }

  public @Nullable Long getId() {
    return id;
  }

  public @Nullable Purchase getPurchase() {
    return purchase;
  }

  public String getArticle() {
    return article;
  }

  public int getCount() {
    return count;
  }
}
