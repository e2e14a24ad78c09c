package dev.paceline.clusterkit.postgresql;

import dev.paceline.clusterkit.junit.ClusterTest;

@ClusterTest(standbys = 2)
class EmbeddedClusterTest extends ClusterContract {}
