package dev.paceline.suites.springboot;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** Customers, found in the ways that Spring Data offers. */
public interface CustomerRepository extends JpaRepository<Customer, Long> {

  /** What a report needs of a customer. */
  interface Summary {
    String getName();

    long getPurchases();
  }

  Optional<Customer> findByEmail(String email);

  long countByNameStartingWith(String prefix);

  Stream<Customer> readAllByNameStartingWithOrderByName(String prefix);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select c from Customer c where c.id = :id")
  Optional<Customer> lock(long id);

  @Query("""
      select c.name as name, count(p) as purchases from Customer c left join Purchase p on p.customer = c
      where c.name like :pattern group by c.name order by c.name""")
  List<Summary> summaries(String pattern);

  @Modifying
  @Query("update Customer c set c.name = :name where c.email = :email")
  int rename(String email, String name);

  @Query(value = "select inet_server_port()", nativeQuery = true)
  int serverPort();
}
