package dev.paceline.suites.springboot;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application, as the initializer writes it. */
@SpringBootApplication
public class ShopApplication {}
