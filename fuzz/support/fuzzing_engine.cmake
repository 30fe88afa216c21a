# rtmpspec_fuzzing_engine(VARIABLE): what links LLVMFuzzerTestOneInput into a fuzzing program, from clang's libFuzzer.
#
# A libFuzzer that was built with libstdc++, as Debian's is, brings its own copies of std::vector's functions. The linker would take them
# for ours too, and as they do not tell ASan about a vector's end (_GLIBCXX_SANITIZE_VECTOR), every second resize() would be reported.
# So its copies are made local to it, in a copy of the library.

function(rtmpspec_fuzzing_engine result)
  set(${result} -fsanitize=fuzzer PARENT_SCOPE)
  execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=libclang_rt.fuzzer-${CMAKE_SYSTEM_PROCESSOR}.a
                  OUTPUT_VARIABLE library OUTPUT_STRIP_TRAILING_WHITESPACE)
  find_program(RTMPSPEC_GNU_LD NAMES ld.bfd)
  if(NOT EXISTS "${library}" OR NOT RTMPSPEC_GNU_LD OR NOT CMAKE_OBJCOPY)
    message(STATUS "libFuzzer is linked as it is: programs may report container-overflow falsely")
    return()
  endif()
  set(object ${CMAKE_CURRENT_BINARY_DIR}/libfuzzer.o)
  execute_process(COMMAND ${RTMPSPEC_GNU_LD} -r --force-group-allocation --whole-archive ${library} -o ${object} RESULT_VARIABLE failed)
  if(NOT failed)
    execute_process(COMMAND ${CMAKE_OBJCOPY} --wildcard --localize-symbol=_ZNSt* --localize-symbol=_ZNKSt* --localize-symbol=_ZSt*
                            ${object} RESULT_VARIABLE failed)
  endif()
  if(NOT failed)
    set(${result} ${object} PARENT_SCOPE)
  endif()
endfunction()
