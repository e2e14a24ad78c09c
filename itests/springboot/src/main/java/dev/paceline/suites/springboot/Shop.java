package dev.paceline.suites.springboot;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** What the shop does, each in a transaction of the usual kind. */
@Service
public class Shop {

  private final CustomerRepository customers;
  private final PurchaseRepository purchases;
  private final EntityManager entities;

  public Shop(CustomerRepository customers, PurchaseRepository purchases, EntityManager entities) {
    this.customers = customers;
    this.purchases = purchases;
    this.entities = entities;
  }

  @Transactional
  public Customer register(String name, String email) {
    return customers.save(new Customer(name, email));
  }

  @Transactional
  public long buy(String email, Map<String, Integer> articles) {
    Purchase purchase = new Purchase(customers.findByEmail(email).orElseThrow());
    articles.forEach(purchase::add);
    return Objects.requireNonNull(purchases.save(purchase).getId());
  }

  @Transactional
  public int rename(String email, String name) {
    return customers.rename(email, name);
  }

  /** Tells which server the transaction ran on. */
  @Transactional
  public int renameLocked(long id, String name) {
    customers.lock(id).orElseThrow().setName(name);
    return customers.serverPort();
  }

  @Transactional
  public void registerAndFail(String name, String email) {
    customers.saveAndFlush(new Customer(name, email));
    throw new IllegalStateException("the shop is closed");
  }

  @Transactional(readOnly = true)
  public List<CustomerRepository.Summary> report(String pattern) {
    return customers.summaries(pattern);
  }

  /** Reads, and tells which server the transaction ran on. */
  @Transactional(readOnly = true)
  public int portOfReport(String pattern) {
    customers.summaries(pattern);
    return customers.serverPort();
  }

  /** Writes, and tells which server the transaction ran on. */
  @Transactional
  public int portOfRegistration(String name, String email) {
    customers.saveAndFlush(new Customer(name, email));
    return customers.serverPort();
  }

  /** Two reads with one snapshot. */
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public boolean countsAgree(String prefix, Runnable between) {
    long before = customers.countByNameStartingWith(prefix);
    between.run();
    entities.clear();
    return before == customers.countByNameStartingWith(prefix);
  }

  @Transactional(isolation = Isolation.SERIALIZABLE)
  public long countSerializable(String prefix) {
    return customers.countByNameStartingWith(prefix);
  }

  /** A write where none is allowed: the database must refuse it. */
  @Transactional(readOnly = true)
  public int renameInReadOnlyTransaction(String email, String name) {
    return entities
        .createNativeQuery("update customer set name = :name where email = :email")
        .setParameter("name", name)
        .setParameter("email", email)
        .executeUpdate();
  }

  @Transactional(readOnly = true)
  public List<String> names(String prefix) {
    try (var stream = customers.readAllByNameStartingWithOrderByName(prefix)) {
      return stream.map(Customer::getName).toList();
    }
  }
}
