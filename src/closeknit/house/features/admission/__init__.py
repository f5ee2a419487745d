"""The gate (入口): people knock, answer, are vouched for, admitted or politely refused, and met by a host."""
