package dev.paceline.suites.springboot;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Purchases. */
public interface PurchaseRepository extends JpaRepository<Purchase, Long> {

  @EntityGraph(attributePaths = {"lines", "customer"})
  Optional<Purchase> findWithLinesById(long id);

  Page<Purchase> findByCustomerEmail(String email, Pageable page);

  @Query(value = """
      with bought as (
        select l.article, sum(l.count) as pieces
        from purchase_line l join purchase p on p.id = l.purchase_id join customer c on c.id = p.customer_id
        where c.email = :email group by l.article)
      select article || ':' || pieces from bought order by pieces desc, article""", nativeQuery = true)
  List<String> bestSellers(String email);
}
