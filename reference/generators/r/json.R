# Writes R lists as JSON with 17 significant digits, so that every double
# survives the round trip exactly. Named lists become objects, unnamed lists
# and vectors of class "AsIs" become arrays, other length-one vectors scalars.
# Missing and infinite values become null: a reader must treat them as absent.

json_scalar <- function(x) {
  if (length(x) == 0L || is.na(x)) return("null")
  if (is.character(x)) return(encodeString(enc2utf8(x), quote = '"'))
  if (is.logical(x)) return(if (x) "true" else "false")
  if (!is.finite(x)) return("null")
  if (is.integer(x)) return(as.character(x))
  sub("^ +", "", sprintf("%.17g", x))
}

to_json <- function(x, indent = "") {
  deeper <- paste0(indent, " ")
  if (is.null(x)) return("null")
  if (is.list(x)) {
    if (length(x) == 0L) return("{}")
    inner <- vapply(x, to_json, "", indent = deeper)
    if (is.null(names(x))) {
      return(paste0("[\n", paste0(deeper, inner, collapse = ",\n"), "\n", indent, "]"))
    }
    keys <- paste0('"', names(x), '": ')
    return(paste0("{\n", paste0(deeper, keys, inner, collapse = ",\n"), "\n", indent, "}"))
  }
  if (inherits(x, "AsIs") || length(x) != 1L) {
    return(paste0("[", paste(vapply(unclass(x), json_scalar, ""), collapse = ", "), "]"))
  }
  json_scalar(x)
}

write_json <- function(x, path) writeLines(to_json(x), path, useBytes = TRUE)
