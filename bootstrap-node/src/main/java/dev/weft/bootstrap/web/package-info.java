/**
 * The node's HTTP side: the page for people, the dashboard, the reports of visitors' pages, health
 * and metrics. No request of a page leaves for a third party.
 */
@NullMarked
package dev.weft.bootstrap.web;

import org.jspecify.annotations.NullMarked;
