#!/bin/sed -f
# Our comments as Doxygen wants them: "// text" on a line of its own documents what follows, behind code what stands before it.
# What Doxygen would read as a command or as HTML is text here.
/\/\// {
  s/\\/\\\\/g
  s/@/\\@/g
  s/#\([0-9A-Za-z]\)/\\#\1/g
}
s,^\([[:space:]]*\)// \{0\,1\}\(.*\)$,\1/// \2,
s,^\(.*[;{}\,(].*[^:/]\)[[:space:]]//[[:space:]]\(.*\)$,\1 ///< \2,
/\/\/\// {
  s/</\&lt;/g
  s,///&lt;,///<,
}
