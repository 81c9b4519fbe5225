# Third-party libraries. Each is linked PRIVATE by the one room that uses it.
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)

if(NOT SIGHTLINE_CORE_ONLY)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Sql Network Svg PrintSupport Multimedia Test LinguistTools)
    find_package(QCustomPlotQt6 REQUIRED)
    find_package(CLI11 REQUIRED)
    find_package(spdlog REQUIRED)
    # Debian's libzip config also insists on three command-line tools that are packages of their own.
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
    pkg_check_modules(sndfile REQUIRED IMPORTED_TARGET sndfile)
    pkg_check_modules(samplerate REQUIRED IMPORTED_TARGET samplerate)
    find_package(pugixml REQUIRED)
    find_package(kissfft REQUIRED COMPONENTS float SHARED)

    # Debian's core and imgproc packages carry no CMake files; those come only with every OpenCV module.
    find_path(OPENCV_INCLUDE opencv2/imgproc.hpp PATH_SUFFIXES opencv4 REQUIRED)
    foreach(module core imgproc)
        find_library(OPENCV_${module} NAMES opencv_${module} REQUIRED)
        add_library(opencv::${module} UNKNOWN IMPORTED)
        set_target_properties(opencv::${module} PROPERTIES
            IMPORTED_LOCATION "${OPENCV_${module}}"
            INTERFACE_INCLUDE_DIRECTORIES "${OPENCV_INCLUDE}")
    endforeach()
endif()

# torch's own CMake config stops without a CUDA toolkit, so its two libraries are described here.
if(SIGHTLINE_TORCH)
    set(torchRoot "${SIGHTLINE_TORCH}/torch")
    if(NOT EXISTS "${torchRoot}/include/torch/csrc/api/include/torch/torch.h")
        message(FATAL_ERROR "SIGHTLINE_TORCH=${SIGHTLINE_TORCH} holds no torch/include: see packaging/README.md")
    endif()
    foreach(library torch_cpu c10)
        add_library(torch::${library} SHARED IMPORTED)
        set_target_properties(torch::${library} PROPERTIES
            IMPORTED_LOCATION "${torchRoot}/lib/lib${library}.so"
            INTERFACE_INCLUDE_DIRECTORIES "${torchRoot}/include;${torchRoot}/include/torch/csrc/api/include"
            INTERFACE_LINK_OPTIONS "-Wl,--allow-shlib-undefined")
    endforeach()
else()
    message(STATUS "SIGHTLINE_TORCH is not set: building without the torch half, no verdicts and no training")
endif()
