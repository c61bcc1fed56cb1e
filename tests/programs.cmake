# SPDX-License-Identifier: Apache-2.0
# Tests that run the built program from outside, and the lints. A test that wants something which is not there (the
# shared reference beside the checkout, a browser) says so and is told as skipped: it ends with 77.
function(cordon_program_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "SERIAL" "TIMEOUT" "COMMAND;LABELS")
    add_test(NAME ${name} COMMAND ${arg_COMMAND} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    set_tests_properties(${name} PROPERTIES
        TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}" SKIP_RETURN_CODE 77 RUN_SERIAL "${arg_SERIAL}")
endfunction()

find_program(CORDON_PYTHON NAMES /usr/bin/python3 python3)
set(cordon_shared ${CMAKE_SOURCE_DIR}/../shared)
set(programs ${CMAKE_CURRENT_LIST_DIR}/programs)
set(lint ${CMAKE_CURRENT_LIST_DIR}/lint)

cordon_program_test(lint.layers LABELS lint COMMAND ${CORDON_PYTHON} ${lint}/layers.py ${CMAKE_SOURCE_DIR})
cordon_program_test(lint.layers_finds_what_is_planted LABELS lint COMMAND ${CORDON_PYTHON} ${lint}/layers_test.py)
cordon_program_test(lint.format LABELS lint COMMAND ${lint}/format)
cordon_program_test(lint.scripts LABELS lint COMMAND ${lint}/scripts)

if(TARGET cordon)
    cordon_program_test(program.decode_scores_every_teltonika_vector LABELS program wire
        COMMAND ${CORDON_PYTHON} ${programs}/wire_score.py ${cordon_shared} $<TARGET_FILE:cordon> teltonika)
    cordon_program_test(program.replay_agrees_with_the_reference LABELS program engine TIMEOUT 300
        COMMAND ${CORDON_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/system/replay_against_oracle.py $<TARGET_FILE:cordon>
            --shared ${cordon_shared})
    # Six people a scenario, in two worlds that are not those of the table in bench/README.md.
    cordon_program_test(program.evaluation_holds_its_bars LABELS program engine sim TIMEOUT 600
        COMMAND ${CORDON_PYTHON} ${CMAKE_SOURCE_DIR}/bench/evaluation.py $<TARGET_FILE:cordon>
            --wearers 6 --seed 1 --seed 2 --check)
endif()

if(TARGET cordon)
    set(daemon ${CMAKE_CURRENT_LIST_DIR}/system/daemon)
    cordon_program_test(daemon.each_failure_is_one_clear_line LABELS system db
        COMMAND ${CORDON_PYTHON} ${daemon}/clear_failures.py $<TARGET_FILE:cordon>)
    cordon_program_test(daemon.a_newcomer_sees_an_entry_with_its_reason LABELS system db browser SERIAL TIMEOUT 600
        COMMAND ${CORDON_PYTHON} ${daemon}/demonstration.py $<TARGET_FILE:cordon>)
    cordon_program_test(daemon.killed_twenty_times_loses_and_doubles_nothing LABELS system db SERIAL TIMEOUT 600
        COMMAND ${CORDON_PYTHON} ${daemon}/kill_loop.py $<TARGET_FILE:cordon>)
    # Three quarters of a minute here, with an entry in it; the default of the script is a minute.
    cordon_program_test(daemon.works_on_while_the_database_is_away LABELS system db SERIAL TIMEOUT 600
        COMMAND ${CORDON_PYTHON} ${daemon}/database_away.py $<TARGET_FILE:cordon> --away 45)
endif()

cordon_program_test(console.unit LABELS console COMMAND ${programs}/console test)
cordon_program_test(console.browser LABELS console browser SERIAL TIMEOUT 300 COMMAND ${programs}/console test:browser)
