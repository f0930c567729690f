package dev.weft.bench.page;

/** When an asset is asked for. */
enum Moment {
  /** By the page's own markup, while Weft starts. */
  LOADING("loading", "while it loads"),

  /** By the visitor, when Weft has joined the mesh. */
  READY("ready", "once ready");

  /** In the JSON. */
  final String id;

  /** In tables. */
  final String title;

  Moment(String id, String title) {
    this.id = id;
    this.title = title;
  }
}
