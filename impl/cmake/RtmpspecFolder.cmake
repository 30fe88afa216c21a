# One target a folder: sources and tests are the files that stand in it.

# Flags, include path and the libraries that every folder may use.
add_library(rtmpspec_base INTERFACE)
target_include_directories(rtmpspec_base INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:include/rtmpspec>)
target_compile_features(rtmpspec_base INTERFACE cxx_std_20)
# Our warnings are no business of who uses the installed package.
target_compile_options(rtmpspec_base INTERFACE $<BUILD_INTERFACE:-Wall> $<BUILD_INTERFACE:-Wextra>)
if(NOT RTMPSPEC_FUZZERS_ONLY)  # which is built by compilers that we have not seen
  target_compile_options(rtmpspec_base INTERFACE $<BUILD_INTERFACE:-Werror>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # Reports assignments of string literals to std::string (GCC bug 105651).
  target_compile_options(rtmpspec_base INTERFACE $<BUILD_INTERFACE:-Wno-restrict>)
endif()
target_link_libraries(
  rtmpspec_base INTERFACE absl::status absl::statusor absl::strings absl::str_format absl::span absl::flat_hash_map
                          absl::flat_hash_set absl::function_ref absl::time)
if(RTMPSPEC_SANITIZE)
  target_compile_options(rtmpspec_base INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                 -fno-omit-frame-pointer -D_GLIBCXX_SANITIZE_VECTOR=1 -D_GLIBCXX_ASSERTIONS)
  target_link_options(rtmpspec_base INTERFACE -fsanitize=address,undefined)
endif()
if(RTMPSPEC_COVERAGE)
  target_compile_options(rtmpspec_base INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(rtmpspec_base INTERFACE -fprofile-instr-generate)
endif()

# rtmpspec_folder(NAME [DEPS target...] [TEST_DEPS target...])
#
# Library rtmpspec_NAME from the *.cc of the current folder (headers only: an interface library), and the GoogleTest program
# NAME_test from its *_test.cc, each test a ctest case.
function(rtmpspec_folder name)
  cmake_parse_arguments(ARG "" "" "DEPS;TEST_DEPS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "_(test|main)\\.cc$")
  if(sources)
    add_library(rtmpspec_${name} STATIC ${sources})
    target_link_libraries(rtmpspec_${name} PUBLIC rtmpspec_base ${ARG_DEPS})
  else()
    add_library(rtmpspec_${name} INTERFACE)
    target_link_libraries(rtmpspec_${name} INTERFACE rtmpspec_base ${ARG_DEPS})
  endif()
  if(CMAKE_CURRENT_SOURCE_DIR STREQUAL "${PROJECT_SOURCE_DIR}/impl/${name}")
    rtmpspec_install_folder(${name})
    set_property(GLOBAL APPEND PROPERTY RTMPSPEC_IMPL_SOURCES ${sources})
  endif()
  if(tests AND RTMPSPEC_TESTS)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE rtmpspec_${name} ${ARG_TEST_DEPS} GTest::gmock GTest::gtest_main)
    rtmpspec_discover_tests(${name}_test ${name})
  endif()
endfunction()

# rtmpspec_deviant_objects(): object library rtmpspec_impl_deviant, the sources of impl/ once more, with deviations that can be turned
# on (impl/bytes/deviation.h). A program takes it by `target_link_libraries(NAME PRIVATE rtmpspec_impl_deviant ...)`, before the
# libraries of the folders: objects of the program itself come first, so nothing of those is linked.
macro(rtmpspec_deviant_objects)
  get_property(sources GLOBAL PROPERTY RTMPSPEC_IMPL_SOURCES)
  find_package(OpenSSL REQUIRED)  # packages are known by folder
  add_library(rtmpspec_impl_deviant OBJECT EXCLUDE_FROM_ALL ${sources})
  target_compile_definitions(rtmpspec_impl_deviant PRIVATE RTMPSPEC_DEVIANT=1)
  # What the folders' libraries hand on: include paths and flags of their packages.
  target_link_libraries(rtmpspec_impl_deviant PRIVATE rtmpspec_io)
endmacro()

include(GoogleTest)
function(rtmpspec_discover_tests target prefix)
  gtest_discover_tests(${target} TEST_PREFIX "${prefix}/" DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 120)
endfunction()
