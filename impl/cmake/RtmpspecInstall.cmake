# What `cmake --install` puts where, for the folders of impl/: static libraries, public headers, a CMake package, a pkg-config file.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# Headers that say themselves that they are for one folder, or for tests.
set(RTMPSPEC_PRIVATE_HEADERS
    media_error.h arguments.h packet.h session_testing.h client_impl.h server_impl.h next_event.h openssl_pointers.h message_buffer.h
    chunk_stream_table.h decode_every_way_testing.h testing.h allocation_counter.h aggregate_parts.h amf_scratch.h event_queue.h
    shared_object_event.h relay_test_hub.h)

# rtmpspec_install_folder(NAME): target rtmpspec_NAME as rtmpspec::NAME, and the headers of the current folder.
function(rtmpspec_install_folder name)
  set_target_properties(rtmpspec_${name} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS rtmpspec_${name} EXPORT rtmpspec ARCHIVE DESTINATION lib)
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
  foreach(header ${headers})
    get_filename_component(file ${header} NAME)
    if(NOT file IN_LIST RTMPSPEC_PRIVATE_HEADERS)
      install(FILES ${header} DESTINATION include/rtmpspec/impl/${name})
    endif()
  endforeach()
endfunction()

# Once, behind all folders.
function(rtmpspec_install_package)
  set_target_properties(rtmpspec_base PROPERTIES EXPORT_NAME base)
  install(TARGETS rtmpspec_base EXPORT rtmpspec)
  install(EXPORT rtmpspec FILE rtmpspecTargets.cmake NAMESPACE rtmpspec:: DESTINATION lib/cmake/rtmpspec)
  configure_package_config_file(${PROJECT_SOURCE_DIR}/impl/cmake/rtmpspecConfig.cmake.in ${PROJECT_BINARY_DIR}/rtmpspecConfig.cmake
                                INSTALL_DESTINATION lib/cmake/rtmpspec)
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/rtmpspecConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/rtmpspecConfig.cmake ${PROJECT_BINARY_DIR}/rtmpspecConfigVersion.cmake
          DESTINATION lib/cmake/rtmpspec)
  configure_file(${PROJECT_SOURCE_DIR}/impl/cmake/rtmpspec.pc.in ${PROJECT_BINARY_DIR}/rtmpspec.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/rtmpspec.pc DESTINATION lib/pkgconfig)
endfunction()

# Test `doxygen`: the reference of what is installed, without a warning. Skipped where Doxygen is missing.
function(rtmpspec_add_reference_test)
  foreach(folder bytes amf3 amf0 handshake chunk media message command connection io)
    string(APPEND folders " ${PROJECT_SOURCE_DIR}/impl/${folder}")
    foreach(header ${RTMPSPEC_PRIVATE_HEADERS})
      if(EXISTS ${PROJECT_SOURCE_DIR}/impl/${folder}/${header})
        string(APPEND excluded " ${PROJECT_SOURCE_DIR}/impl/${folder}/${header}")
      endif()
    endforeach()
  endforeach()
  set(RTMPSPEC_DOC_FOLDERS ${folders})
  set(RTMPSPEC_DOC_EXCLUDED ${excluded})
  configure_file(${PROJECT_SOURCE_DIR}/impl/cmake/Doxyfile.in ${PROJECT_BINARY_DIR}/Doxyfile @ONLY)
  add_test(NAME doxygen COMMAND ${PROJECT_SOURCE_DIR}/impl/cmake/doxygen_test.sh ${PROJECT_BINARY_DIR}/Doxyfile)
  set_tests_properties(doxygen PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
endfunction()
